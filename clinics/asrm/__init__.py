"""What Japan's regenerative-medicine law (ASRM) says, as pure Python without Django.

Used by the catalogue, the list importer and the check page. Every rule is data with its source.
Promises never to guess: what is not written stays empty, what is doubtful carries a note.
"""
