"""What every room stands on: database, money, clock, Thai text, permissions, storage. It knows no room."""
