"""Labour volunteers: registered by officials, let in by groups' consent, and what they see of those who need them."""
