-- The log of risk is what was known when; the application adds to it and never changes it.
revoke update, delete on risk_log from seodang_app;
