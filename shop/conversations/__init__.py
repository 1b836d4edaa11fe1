"""What buyers and groups say to one another within the market, and what somebody says is wrong with it."""
