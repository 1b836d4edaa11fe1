"""What the market earned for whom: figures for officials."""
