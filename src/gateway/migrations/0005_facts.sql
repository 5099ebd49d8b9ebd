-- What was known of the session when an activity was recorded, as JSON, so that its explanation can say what conditions saw.
ALTER TABLE activities ADD COLUMN facts TEXT;
