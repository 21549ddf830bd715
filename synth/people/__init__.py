"""The base world, one module per noun: who lives in the county, what they own, and what happens to them."""
