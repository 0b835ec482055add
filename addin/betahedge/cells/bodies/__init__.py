"""The longer bodies of LAMBDAs, written as `lambda_bodies` says."""
