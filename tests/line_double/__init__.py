"""A small stateful server that stands in for LINE: Messaging API, LINE Login and friendship. See README.md."""
