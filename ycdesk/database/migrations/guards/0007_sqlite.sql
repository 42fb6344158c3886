-- Documents are numbered without a gap and stay as they were issued. Sentences as in 0007_postgresql.sql.
CREATE TRIGGER documents_issued BEFORE INSERT ON documents
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM documents WHERE id = NEW.id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
    WHEN NEW.sequence <> 1 + (SELECT coalesce(max(sequence), 0) FROM documents
        WHERE kind = NEW.kind AND year = NEW.year)
    THEN RAISE(ABORT, '文号须连续编号。')
    WHEN NEW.void_at IS NOT NULL OR NEW.delivered_on IS NOT NULL OR trim(NEW.number) = ''
    THEN RAISE(ABORT, '文书只能从编号开始登记。')
  END;
END
----
CREATE TRIGGER documents_updated BEFORE UPDATE ON documents
BEGIN
  SELECT CASE
    WHEN (OLD.id, OLD.kind, OLD.year, OLD.sequence, OLD.number, OLD.case_id, OLD.batch_id, OLD.county, OLD.content,
        OLD.by_id, OLD.at)
        IS NOT (NEW.id, NEW.kind, NEW.year, NEW.sequence, NEW.number, NEW.case_id, NEW.batch_id, NEW.county,
        NEW.content, NEW.by_id, NEW.at)
    THEN RAISE(ABORT, '编了文号的文书不能改；有变动的，请作废后重新编号。')
    WHEN OLD.void_at IS NOT NULL AND NEW.void_at IS NOT OLD.void_at
      OR OLD.delivered_on IS NOT NULL AND (OLD.delivered_on, OLD.delivered_how, OLD.delivered_to, OLD.delivered_by)
        IS NOT (NEW.delivered_on, NEW.delivered_how, NEW.delivered_to, NEW.delivered_by)
    THEN RAISE(ABORT, '文书的作废和送达只能登记一次。')
  END;
END
----
CREATE TRIGGER documents_stay BEFORE DELETE ON documents
BEGIN SELECT RAISE(ABORT, '编了文号的文书不能删除。'); END
