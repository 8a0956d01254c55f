"""
The processes of an installation, as parts that the command line puts together.

``supervisor`` keeps programs and the embedded database alive, ``lifeline`` lets a child notice that its
supervisor is gone, ``lock`` keeps a data folder to one supervisor, ``http`` serves WSGI and ASGI,
``worker`` runs background jobs, ``clock`` runs what is due.
"""
