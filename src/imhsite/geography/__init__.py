"""What a new site knows of its state: places, ZIP codes and a map, from public geography."""
