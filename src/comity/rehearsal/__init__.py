"""The rehearsal: an organisation's real history, and from today on an exercise, as in a model conference.

    opening.py     a record is made as a rehearsal, or in earnest, once and for good; the exercise begins by an act
    seating.py     a visitor takes a seat with one click; a student takes that of an invitation code
    running.py     what the organiser does: codes, the clock
    points.py      named points, and taking everybody back to one
    aside.py       what was made after that point is kept in a file

Nothing of it exists in a record that is no rehearsal: its addresses are not there (`comity.urls_of_rehearsal`), its
commands refuse. Whether a record is one, the ground knows (`record/exercise.py`), for every page and export says so.
"""
