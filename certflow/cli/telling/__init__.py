"""What commands say, where it takes more than a few lines: for people as text, for programs as plain data."""
