"""What the stage loop costs."""
