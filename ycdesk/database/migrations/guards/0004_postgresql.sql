-- Who may write in the calendar. Sentences as in 0004_sqlite.sql.
CREATE FUNCTION ycdesk_calendar_day_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.recorded_by AND role = 'administrator' AND active) THEN
    PERFORM ycdesk_refuse('工作日历由在岗的管理员维护。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_year_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.confirmed_by AND role = 'administrator' AND active) THEN
    PERFORM ycdesk_refuse('放假安排由在岗的管理员确认。');
  END IF;
  RETURN NEW;
END $$
----
CREATE TRIGGER calendar_days_recorded BEFORE INSERT OR UPDATE ON calendar_days FOR EACH ROW
  EXECUTE FUNCTION ycdesk_calendar_day_recorded()
----
CREATE TRIGGER confirmed_years_recorded BEFORE INSERT ON confirmed_years FOR EACH ROW
  EXECUTE FUNCTION ycdesk_year_confirmed()
----
CREATE TRIGGER confirmed_years_unchanged BEFORE UPDATE ON confirmed_years FOR EACH ROW
  EXECUTE FUNCTION ycdesk_refuse_always('年度的确认不能改，只能撤销。')
