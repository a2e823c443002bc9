"""Acting from a seat: what may be begun there, what a reader wrote made into an act, and what would come of it.

The three doors, page, API and command line, ask the same three questions here and only tell the answer in their way:

    offered(seat, on)          the kinds of act that may be begun
    parse(kind, fields)        the act, or every field that is wrong
    judge(act, seat)           what would be minuted, or every reason why not; see `comity.record.submission`
"""
