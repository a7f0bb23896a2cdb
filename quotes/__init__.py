"""Quote requests: the only home of health data.

Used by patients, clinics and quote coordinators. Each audience has its own folder.
Promises that nobody sees what the patient did not choose to show.
"""
