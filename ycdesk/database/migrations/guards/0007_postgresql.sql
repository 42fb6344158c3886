-- Documents are numbered without a gap and stay as they were issued. Sentences as in 0007_sqlite.sql.
CREATE FUNCTION ycdesk_document_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sequence <> 1 + (SELECT coalesce(max(sequence), 0) FROM documents
      WHERE kind = NEW.kind AND year = NEW.year) THEN
    PERFORM ycdesk_refuse('文号须连续编号。');
  END IF;
  IF NEW.void_at IS NOT NULL OR NEW.delivered_on IS NOT NULL OR trim(NEW.number) = '' THEN
    PERFORM ycdesk_refuse('文书只能从编号开始登记。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_document_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.kind, OLD.year, OLD.sequence, OLD.number, OLD.case_id, OLD.batch_id, OLD.county, OLD.content::text,
      OLD.by_id, OLD.at)
      IS DISTINCT FROM (NEW.id, NEW.kind, NEW.year, NEW.sequence, NEW.number, NEW.case_id, NEW.batch_id, NEW.county,
      NEW.content::text, NEW.by_id, NEW.at) THEN
    PERFORM ycdesk_refuse('编了文号的文书不能改；有变动的，请作废后重新编号。');
  END IF;
  IF OLD.void_at IS NOT NULL AND NEW.void_at IS DISTINCT FROM OLD.void_at
    OR OLD.delivered_on IS NOT NULL AND (OLD.delivered_on, OLD.delivered_how, OLD.delivered_to, OLD.delivered_by)
      IS DISTINCT FROM (NEW.delivered_on, NEW.delivered_how, NEW.delivered_to, NEW.delivered_by) THEN
    PERFORM ycdesk_refuse('文书的作废和送达只能登记一次。');
  END IF;
  RETURN NEW;
END $$
----
CREATE TRIGGER documents_issued BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION ycdesk_document_issued()
----
CREATE TRIGGER documents_updated BEFORE UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION ycdesk_document_updated()
----
CREATE TRIGGER documents_stay BEFORE DELETE ON documents FOR EACH ROW
  EXECUTE FUNCTION ycdesk_refuse_always('编了文号的文书不能删除。')
----
CREATE TRIGGER documents_not_emptied BEFORE TRUNCATE ON documents
  EXECUTE FUNCTION ycdesk_refuse_always('编了文号的文书不能删除。')
