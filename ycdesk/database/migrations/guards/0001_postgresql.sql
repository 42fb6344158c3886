-- The rules of the domain once more, for whoever writes to the tables by hand. Sentences as in 0001_sqlite.sql.
CREATE FUNCTION ycdesk_refuse(sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = sentence, ERRCODE = 'check_violation';
END $$
----
CREATE FUNCTION ycdesk_refuse_always() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ycdesk_refuse(TG_ARGV[0]);
  RETURN NULL;
END $$
----
CREATE FUNCTION ycdesk_case_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' OR NEW.submissions <> 0
    OR coalesce(NEW.facts::text, NEW.result::text, NEW.papers::text, NEW.applicant_snapshot::text, NEW.words::text,
      NEW.policy_id, NEW.policy_version, NEW.proposal, NEW.submitted_by::text, NEW.submitted_at::text,
      NEW.computed_fen::text, NEW.city_fen::text, NEW.county_fen::text, NEW.award_fen::text,
      NEW.confirmed_flags::text, NEW.decided_by::text, NEW.decided_at::text, NEW.decider_name) IS NOT NULL THEN
    PERFORM ycdesk_refuse('办件只能从草稿开始登记。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_case_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' OR OLD.submissions <> 0 THEN
    PERFORM ycdesk_refuse('提交过的办件不能删除。');
  END IF;
  RETURN OLD;
END $$
----
CREATE FUNCTION ycdesk_case_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('supported', 'refused', 'withdrawn') THEN
    PERFORM ycdesk_refuse('办件已办结，任何内容都不能再改。');
  END IF;
  IF (OLD.id, OLD.number, OLD.dossier_id, OLD.measure, OLD.entered_by, OLD.entered_at)
    IS DISTINCT FROM (NEW.id, NEW.number, NEW.dossier_id, NEW.measure, NEW.entered_by, NEW.entered_at) THEN
    PERFORM ycdesk_refuse('办件的编号、所属卷、事项和录入人不能改。');
  END IF;
  IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
    'draft>pending', 'draft>withdrawn', 'returned>pending', 'returned>withdrawn',
    'pending>withdrawn', 'pending>returned', 'pending>supported', 'pending>refused') THEN
    PERFORM ycdesk_refuse('办件状态不能这样改变。');
  END IF;
  IF OLD.state NOT IN ('draft', 'returned')
    AND (OLD.entries::text, OLD.applied_on, OLD.changed_by, OLD.changed_at)
      IS DISTINCT FROM (NEW.entries::text, NEW.applied_on, NEW.changed_by, NEW.changed_at) THEN
    PERFORM ycdesk_refuse('办件已提交，内容不能再改；需要修改的，请先由审批人退回。');
  END IF;
  IF NOT (OLD.state IN ('draft', 'returned') AND NEW.state = 'pending')
    AND (OLD.submissions, OLD.submitted_by, OLD.submitted_at, OLD.proposal, OLD.proposal_reason, OLD.policy_id,
         OLD.policy_version, OLD.facts::text, OLD.result::text, OLD.papers::text, OLD.applicant_snapshot::text,
         OLD.words::text, OLD.computed_fen, OLD.city_fen, OLD.county_fen)
      IS DISTINCT FROM (NEW.submissions, NEW.submitted_by, NEW.submitted_at, NEW.proposal, NEW.proposal_reason,
         NEW.policy_id, NEW.policy_version, NEW.facts::text, NEW.result::text, NEW.papers::text,
         NEW.applicant_snapshot::text, NEW.words::text, NEW.computed_fen, NEW.city_fen, NEW.county_fen) THEN
    PERFORM ycdesk_refuse('提交时锁定的事实、测算和政策版本不能改。');
  END IF;
  IF OLD.state <> 'pending' AND NEW.state = 'pending'
    AND (NEW.facts IS NULL OR NEW.result IS NULL OR NEW.papers IS NULL OR NEW.applicant_snapshot IS NULL
      OR NEW.words IS NULL OR NEW.policy_id IS NULL OR NEW.policy_version IS NULL OR NEW.proposal IS NULL OR NEW.submitted_at IS NULL
      OR NEW.submitted_by IS NULL OR NEW.changed_by IS DISTINCT FROM NEW.submitted_by
      OR NEW.submissions <> OLD.submissions + 1
      OR (NEW.proposal = 'support' AND NEW.computed_fen IS NULL)) THEN
    PERFORM ycdesk_refuse('提交时须同时锁定事实、测算、材料和政策版本。');
  END IF;
  IF NEW.state <> OLD.state AND NEW.state IN ('returned', 'withdrawn', 'refused') AND trim(NEW.reason) = '' THEN
    PERFORM ycdesk_refuse('退回、撤回和不予支持须写明理由。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_case_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.decided_by IN (OLD.entered_by, OLD.changed_by, NEW.changed_by, NEW.submitted_by)
    OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id AND person_id = NEW.decided_by) THEN
    PERFORM ycdesk_refuse('录入或修改过办件的人不能审批这件。');
  END IF;
  IF NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.decided_by AND role = 'supervisor' AND active) THEN
    PERFORM ycdesk_refuse('只有在岗的审批人才能审批。');
  END IF;
  IF NEW.decided_at IS NULL
    OR NEW.decider_name IS DISTINCT FROM (SELECT name FROM persons WHERE id = NEW.decided_by) THEN
    PERFORM ycdesk_refuse('审批须记明审批人和时间。');
  END IF;
  IF NEW.state = 'supported'
    AND (NEW.proposal IS DISTINCT FROM 'support' OR NEW.computed_fen IS NULL
      OR (NEW.city_fen IS NULL) <> (NEW.award_city_fen IS NULL)
      OR NEW.award_city_fen > NEW.city_fen OR NEW.award_county_fen > NEW.county_fen
      OR NEW.award_fen IS NULL OR NOT NEW.award_fen BETWEEN 0 AND NEW.computed_fen
      OR NEW.award_city_fen + NEW.award_county_fen <> NEW.award_fen) THEN
    PERFORM ycdesk_refuse('核定金额及其分担须以提交时的测算为限。');
  END IF;
  IF NEW.state = 'supported' AND NEW.award_fen < NEW.computed_fen AND trim(NEW.award_reason) = '' THEN
    PERFORM ycdesk_refuse('核定金额少于测算金额的，须写明核减理由。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_case_editor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_editors (case_id, person_id)
    SELECT NEW.id, id FROM persons WHERE id IN (NEW.entered_by, NEW.changed_by) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$
----
CREATE FUNCTION ycdesk_editors_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id) THEN
    PERFORM ycdesk_refuse('修改人记录不能删除。');
  END IF;
  RETURN OLD;
END $$
----
CREATE FUNCTION ycdesk_checklist_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id AND state NOT IN ('draft', 'returned')) THEN
      PERFORM ycdesk_refuse('办件已提交，材料清单不能再改。');
    END IF;
    RETURN OLD;
  END IF;
  -- Whoever submits at this moment waits until this paper, and its editor, are in.
  PERFORM 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'returned') FOR SHARE;
  IF NOT FOUND OR (TG_OP = 'UPDATE' AND (NEW.id, NEW.case_id) <> (OLD.id, OLD.case_id)) THEN
    PERFORM ycdesk_refuse('办件已提交，材料清单不能再改。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_checklist_editor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_editors (case_id, person_id) VALUES (NEW.case_id, NEW.by_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$
----
CREATE FUNCTION ycdesk_dossier_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.number, OLD.applicant_id) IS DISTINCT FROM (NEW.id, NEW.number, NEW.applicant_id) THEN
    PERFORM ycdesk_refuse('卷的编号和申报主体不能改。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_person_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id THEN
    PERFORM ycdesk_refuse('人员编号不能改。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_applicant_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id THEN
    PERFORM ycdesk_refuse('申报主体的编号不能改，统一社会信用代码不能与别的主体相同。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_counter_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.series, NEW.year) <> (OLD.series, OLD.year) OR NEW.last < OLD.last THEN
    PERFORM ycdesk_refuse('编号只能往后排。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_event_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM events)
    OR NEW.previous_hash <> coalesce((SELECT hash FROM events ORDER BY id DESC LIMIT 1), repeat('0', 64)) THEN
    PERFORM ycdesk_refuse('办理记录须接在最后一条之后。');
  END IF;
  RETURN NEW;
END $$
----
CREATE TRIGGER cases_inserted BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION ycdesk_case_inserted()
----
CREATE TRIGGER cases_deleted BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION ycdesk_case_deleted()
----
CREATE TRIGGER cases_1_updated BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION ycdesk_case_updated()
----
CREATE TRIGGER cases_2_decided BEFORE UPDATE ON cases FOR EACH ROW
  WHEN (NEW.decided_by IS NOT NULL) EXECUTE FUNCTION ycdesk_case_decided()
----
CREATE TRIGGER cases_editor AFTER INSERT OR UPDATE OF changed_by ON cases
  FOR EACH ROW EXECUTE FUNCTION ycdesk_case_editor()
----
CREATE TRIGGER cases_not_emptied BEFORE TRUNCATE ON cases
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('提交过的办件不能删除。')
----
CREATE TRIGGER case_editors_stay BEFORE DELETE ON case_editors
  FOR EACH ROW EXECUTE FUNCTION ycdesk_editors_stay()
----
CREATE TRIGGER case_editors_unchanged BEFORE UPDATE ON case_editors
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('修改人记录不能改。')
----
CREATE TRIGGER case_editors_not_emptied BEFORE TRUNCATE ON case_editors
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('修改人记录不能删除。')
----
CREATE TRIGGER checklist_open BEFORE INSERT OR UPDATE OR DELETE ON checklist_entries
  FOR EACH ROW EXECUTE FUNCTION ycdesk_checklist_open()
----
CREATE TRIGGER checklist_editor AFTER INSERT OR UPDATE ON checklist_entries
  FOR EACH ROW EXECUTE FUNCTION ycdesk_checklist_editor()
----
CREATE TRIGGER checklist_not_emptied BEFORE TRUNCATE ON checklist_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('办件已提交，材料清单不能再改。')
----
CREATE TRIGGER dossiers_keep_their_applicant BEFORE UPDATE ON dossiers
  FOR EACH ROW EXECUTE FUNCTION ycdesk_dossier_updated()
----
CREATE TRIGGER applicants_keep_their_id BEFORE UPDATE ON applicants
  FOR EACH ROW EXECUTE FUNCTION ycdesk_applicant_updated()
----
CREATE TRIGGER counters_only_rise BEFORE UPDATE ON counters
  FOR EACH ROW EXECUTE FUNCTION ycdesk_counter_updated()
----
CREATE TRIGGER counters_stay BEFORE DELETE ON counters
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('编号只能往后排。')
----
CREATE TRIGGER counters_not_emptied BEFORE TRUNCATE ON counters
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('编号只能往后排。')
----
CREATE TRIGGER persons_stay BEFORE DELETE ON persons
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('人员不能删除，只能停用。')
----
CREATE TRIGGER persons_keep_their_id BEFORE UPDATE ON persons
  FOR EACH ROW EXECUTE FUNCTION ycdesk_person_updated()
----
CREATE TRIGGER events_continue_the_chain BEFORE INSERT ON events
  FOR EACH ROW EXECUTE FUNCTION ycdesk_event_inserted()
----
CREATE TRIGGER events_unchanged BEFORE UPDATE ON events
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('办理记录不能改。')
----
CREATE TRIGGER events_stay BEFORE DELETE ON events
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('办理记录不能删除。')
----
CREATE TRIGGER events_not_emptied BEFORE TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('办理记录不能删除。')
----
-- A temporary table named like one of ours must not be taken for it: the guards look into this schema first.
DO $$
DECLARE guard regprocedure;
BEGIN
  FOR guard IN SELECT oid FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'ycdesk_') LOOP
    EXECUTE 'ALTER FUNCTION ' || guard || ' SET search_path = ' || quote_ident(current_schema()) || ', pg_temp';
  END LOOP;
END $$
