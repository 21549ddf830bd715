"""What Neo4j Browser is given: a style file, saved queries and the page that explains them."""
