"""The profile of Latin-script data: English names, births, places and postcodes, without labels."""
