"""`comity tally`: the outcomes of many votes at once, by rules written as in a charter. No Django, no database.

`rulebook` reads the rules, `rows` a table of votes from CSV, gzip or Parquet, `ballots` sorts its rows by decision
and keeps what makes no sense, `results` asks the engine once for each way of voting that occurs, `because` says why.
"""
