"""A process that submits a thousand acts and says of each that it was acknowledged, until it is killed."""

from comity import database

database.set_up()


def main() -> None:
    from comity.record.seats import SECRETARIAT
    from comity.record.submission import submit
    from record.acts import Moor, Sail

    for number in range(500):
        for act in (Moor(berth="quay", ship=f"Ship {number}"), Sail(berth="quay")):
            print(submit(act, SECRETARIAT).seq, flush=True)


if __name__ == "__main__":
    main()
