"""What happens, told at once to whoever looks on: server-sent events (HTML Living Standard, 9.2).

    the browser   opens `/live`, and hears the number, kind and subjects of each entry that its seat may read; then it
                  fetches what it shows anew, as its own reader. So what one may see is decided in one place
    `streams`     answers as raw ASGI, beside Django: a stream holds no thread and no connection to the database
    `readers`     asks Django, in a thread, from which seat somebody listens, and whether they still may
    `following`   reads behind the one LISTEN connection of the process (`comity.watch`): one question a wake-up
    `hub`         hands each entry to the streams that may read it, a slow reader being waited for by nobody
    `pages`       tells the same to whoever asks now and then, `/live?since=SEQ`: behind a proxy that cuts streams

Where an entry changes who may read what, all who listen are looked at again before it or any later one is told.
"""
