"""Settings, workspace, ids, errors, clock, SQL session and journal: what every room stands on."""
