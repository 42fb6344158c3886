-- Who may write in the calendar. Sentences as in 0004_postgresql.sql.
CREATE TRIGGER calendar_days_recorded BEFORE INSERT ON calendar_days
WHEN NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.recorded_by AND role = 'administrator' AND active = 1)
BEGIN SELECT RAISE(ABORT, '工作日历由在岗的管理员维护。'); END
----
CREATE TRIGGER calendar_days_changed BEFORE UPDATE ON calendar_days
WHEN NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.recorded_by AND role = 'administrator' AND active = 1)
BEGIN SELECT RAISE(ABORT, '工作日历由在岗的管理员维护。'); END
----
CREATE TRIGGER confirmed_years_recorded BEFORE INSERT ON confirmed_years
WHEN NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.confirmed_by AND role = 'administrator' AND active = 1)
BEGIN SELECT RAISE(ABORT, '放假安排由在岗的管理员确认。'); END
----
CREATE TRIGGER confirmed_years_unchanged BEFORE UPDATE ON confirmed_years
BEGIN SELECT RAISE(ABORT, '年度的确认不能改，只能撤销。'); END
