"""The first page of whoever sits: what waits, what is new to them, who sits beside them, what they did lately."""
