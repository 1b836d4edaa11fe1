"""The storefront's forms, by noun."""
