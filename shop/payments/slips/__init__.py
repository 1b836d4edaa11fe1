"""Slips: photos by which buyers say that they have paid a group by PromptPay, and what its people say to that."""
