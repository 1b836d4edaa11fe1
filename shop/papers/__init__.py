"""What people keep on paper or send on: receipts, statements, labels, lists and pictures, put into words and drawn."""
