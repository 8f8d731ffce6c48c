"""What reports cost: `verkstad bench reports`. Nothing of the running house comes here."""
