"""Notices: who wants to be told of what, and telling them by e-mail or webhook; and the clerk, who acts by the clock.

    following.py   a follower reads what is new in the record, as each subscriber may read it, and queues deliveries
    sending.py     a delivery is sent, tried again later, or given up; `letters.py` and `hooks.py` write and send it
    clerk.py       what a clock decides becomes an act of the clerk
    process.py     the one process in which all this happens, beside `comity run` or by itself (`comity clerk`)

None of it is part of the record: subscriptions belong to the account, and go with it.
"""
