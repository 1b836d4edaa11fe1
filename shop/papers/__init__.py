"""What people keep on paper: receipts and statements, put into words and drawn."""
