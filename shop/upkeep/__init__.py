"""What keeps a market sound for the one who runs it: proofs that its records agree, backups, and their return."""
