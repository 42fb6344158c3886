-- The rules of the ledger, of rulings and of corrections. Sentences as in 0002_sqlite.sql.
CREATE OR REPLACE FUNCTION ycdesk_case_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' OR NEW.submissions <> 0
    OR coalesce(NEW.facts::text, NEW.result::text, NEW.papers::text, NEW.applicant_snapshot::text, NEW.words::text,
      NEW.policy_id, NEW.policy_version, NEW.proposal, NEW.submitted_by::text, NEW.submitted_at::text,
      NEW.computed_fen::text, NEW.city_fen::text, NEW.county_fen::text, NEW.award_fen::text,
      NEW.confirmed_flags::text, NEW.decided_by::text, NEW.decided_at::text, NEW.decider_name,
      NEW.rulings::text, NEW.duplicates::text, NEW.closed_by::text, NEW.closed_at::text) IS NOT NULL
    OR NEW.closing_reason <> '' THEN
    PERFORM ycdesk_refuse('办件只能从草稿开始登记。');
  END IF;
  IF NEW.corrects_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.corrects_id AND state = 'corrected'
      AND dossier_id = NEW.dossier_id AND measure = NEW.measure) THEN
    PERFORM ycdesk_refuse('只有已更正的办件才能在原卷里按原事项重新办理。');
  END IF;
  IF EXISTS (SELECT 1 FROM cases WHERE corrects_id = NEW.corrects_id) THEN
    PERFORM ycdesk_refuse('已更正的办件只能重新办理一次。');
  END IF;
  RETURN NEW;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_case_editor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_editors (case_id, person_id) SELECT NEW.id, id FROM persons
    WHERE id IN (NEW.entered_by, NEW.changed_by)
      OR id IN (SELECT person_id FROM case_editors WHERE case_id = NEW.corrects_id)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_case_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' OR OLD.submissions <> 0 THEN
    PERFORM ycdesk_refuse('提交过的办件不能删除。');
  END IF;
  IF EXISTS (SELECT 1 FROM uses WHERE case_id = OLD.id) OR EXISTS (SELECT 1 FROM rulings WHERE case_id = OLD.id) THEN
    PERFORM ycdesk_refuse('办件已占用过限额或者有一事一议的裁定，不能删除；不再办理的，请登记企业撤回。');
  END IF;
  RETURN OLD;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_case_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('withdrawn', 'corrected', 'recovered')
    OR (OLD.state IN ('supported', 'refused')
      AND (NEW.state NOT IN ('corrected', 'recovered')
        OR (OLD.entries::text, OLD.applied_on, OLD.changed_by, OLD.changed_at, OLD.reason, OLD.award_fen,
            OLD.award_city_fen, OLD.award_county_fen, OLD.award_reason, OLD.opinion, OLD.confirmed_flags::text,
            OLD.decided_by, OLD.decided_at, OLD.decider_name, OLD.submissions, OLD.submitted_by,
            OLD.submitted_at, OLD.proposal, OLD.proposal_reason, OLD.policy_id, OLD.policy_version,
            OLD.facts::text, OLD.result::text, OLD.papers::text, OLD.applicant_snapshot::text, OLD.words::text,
            OLD.computed_fen, OLD.city_fen, OLD.county_fen, OLD.rulings::text, OLD.duplicates::text)
          IS DISTINCT FROM (NEW.entries::text, NEW.applied_on, NEW.changed_by, NEW.changed_at, NEW.reason, NEW.award_fen,
            NEW.award_city_fen, NEW.award_county_fen, NEW.award_reason, NEW.opinion, NEW.confirmed_flags::text,
            NEW.decided_by, NEW.decided_at, NEW.decider_name, NEW.submissions, NEW.submitted_by,
            NEW.submitted_at, NEW.proposal, NEW.proposal_reason, NEW.policy_id, NEW.policy_version,
            NEW.facts::text, NEW.result::text, NEW.papers::text, NEW.applicant_snapshot::text, NEW.words::text,
            NEW.computed_fen, NEW.city_fen, NEW.county_fen, NEW.rulings::text, NEW.duplicates::text))) THEN
    PERFORM ycdesk_refuse('办件已办结，任何内容都不能再改。');
  END IF;
  IF (OLD.id, OLD.number, OLD.dossier_id, OLD.measure, OLD.entered_by, OLD.entered_at, OLD.corrects_id)
    IS DISTINCT FROM
      (NEW.id, NEW.number, NEW.dossier_id, NEW.measure, NEW.entered_by, NEW.entered_at, NEW.corrects_id) THEN
    PERFORM ycdesk_refuse('办件的编号、所属卷、事项和录入人不能改。');
  END IF;
  IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
    'draft>pending', 'draft>withdrawn', 'returned>pending', 'returned>withdrawn',
    'pending>withdrawn', 'pending>returned', 'pending>supported', 'pending>refused',
    'supported>corrected', 'supported>recovered', 'refused>corrected') THEN
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
         OLD.words::text, OLD.computed_fen, OLD.city_fen, OLD.county_fen,
         OLD.rulings::text, OLD.duplicates::text)
      IS DISTINCT FROM (NEW.submissions, NEW.submitted_by, NEW.submitted_at, NEW.proposal, NEW.proposal_reason,
         NEW.policy_id, NEW.policy_version, NEW.facts::text, NEW.result::text, NEW.papers::text,
         NEW.applicant_snapshot::text, NEW.words::text, NEW.computed_fen, NEW.city_fen, NEW.county_fen,
         NEW.rulings::text, NEW.duplicates::text) THEN
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
  IF (NEW.state IN ('corrected', 'recovered')) <> (NEW.closed_by IS NOT NULL)
    OR (NEW.closed_by IS NOT NULL) <> (NEW.closed_at IS NOT NULL)
    OR (NEW.closed_by IS NOT NULL) <> (trim(NEW.closing_reason) <> '') THEN
    PERFORM ycdesk_refuse('更正和追回须记明办理人、时间和理由。');
  END IF;
  IF NEW.closed_by IS NOT NULL
    AND (NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.closed_by AND role = 'supervisor' AND active)
      OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id AND person_id = NEW.closed_by)) THEN
    PERFORM ycdesk_refuse('更正和追回须由没有录入或修改过这件的在岗审批人办理。');
  END IF;
  IF NEW.state NOT IN ('supported', 'corrected', 'recovered')
    AND coalesce(NEW.award_fen, NEW.award_city_fen, NEW.award_county_fen) IS NOT NULL THEN
    PERFORM ycdesk_refuse('没有同意的办件不能有核定金额。');
  END IF;
  RETURN NEW;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_case_decided() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE FUNCTION ycdesk_case_in_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'pending'
    AND ((SELECT count(*) FROM uses WHERE case_id = OLD.id AND state = 'reserved')
        IS DISTINCT FROM (CASE NEW.proposal WHEN 'support' THEN json_array_length(NEW.result -> 'uses') ELSE 0 END)
      OR EXISTS (
        SELECT 1 FROM uses WHERE case_id = OLD.id AND state = 'reserved'
          AND NOT (submission = NEW.submissions AND policy_id IN ('', NEW.policy_id) AND EXISTS (
            SELECT 1 FROM json_array_elements(NEW.result -> 'uses') AS used,
              json_array_elements(NEW.result -> 'limits') AS held
            WHERE used ->> 'limit' = uses.limit_id AND coalesce(used ->> 'key', '') = uses.key
              AND uses.reserved = CASE WHEN uses.money THEN (used ->> 'amount')::numeric * 100
                ELSE (used ->> 'count')::numeric END
              AND held ->> 'limit' = uses.limit_id AND coalesce(held ->> 'key', '') = uses.key
              AND uses.ceiling IS NOT DISTINCT FROM
                (held ->> 'ceiling')::numeric * CASE WHEN uses.money THEN 100 ELSE 1 END)))) THEN
    PERFORM ycdesk_refuse('提交时须按测算同时占用限额。');
  END IF;
  IF NEW.state = 'supported'
    AND ((SELECT count(*) FROM uses WHERE case_id = OLD.id AND submission = OLD.submissions AND state = 'reserved')
        IS DISTINCT FROM json_array_length(OLD.result -> 'uses')
      OR EXISTS (SELECT 1 FROM uses WHERE case_id = OLD.id AND submission <> OLD.submissions AND state = 'reserved'))
  THEN
    PERFORM ycdesk_refuse('没有按测算占用限额的办件不能同意。');
  END IF;
  RETURN NEW;
END $$
----
-- The lines follow the case in the same statement: no state of a case without that of its lines, nor the other way.
CREATE FUNCTION ycdesk_case_moves_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE uses SET
    state = CASE WHEN NEW.state = 'supported' THEN 'committed' WHEN state = 'committed' THEN 'given_back'
      ELSE 'released' END,
    quantity = CASE WHEN NEW.state = 'supported' AND money THEN least(reserved, NEW.award_fen) ELSE quantity END,
    changed_at = coalesce(NEW.closed_at, NEW.decided_at, clock_timestamp() AT TIME ZONE 'Asia/Shanghai')
  WHERE case_id = NEW.id AND state IN ('reserved', 'committed');
  RETURN NULL;
END $$
----
CREATE FUNCTION ycdesk_use_reserved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IS DISTINCT FROM 'reserved' OR NEW.quantity <> NEW.reserved OR NEW.quantity <= 0 THEN
    PERFORM ycdesk_refuse('限额台账只能从占用开始记。');
  END IF;
  -- A transaction that keeps to an older state of the tables would not see who was faster.
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    PERFORM ycdesk_refuse('占用限额的事务须为 READ COMMITTED 级别。');
  END IF;
  -- Whoever submits this case at this moment, or gives the applicant another credit code, waits.
  PERFORM 1 FROM cases JOIN dossiers ON dossiers.id = cases.dossier_id
      JOIN applicants ON applicants.id = dossiers.applicant_id
    WHERE cases.id = NEW.case_id AND cases.state IN ('draft', 'returned')
      AND cases.submissions + 1 = NEW.submission AND applicants.id = NEW.applicant_id
      AND applicants.credit_code IS NOT DISTINCT FROM NEW.credit_code AND applicants.county = NEW.county
    FOR UPDATE OF cases FOR SHARE OF applicants;
  IF NOT FOUND THEN
    PERFORM ycdesk_refuse('只有提交办件时才能为它的申报主体占用限额。');
  END IF;
  -- One after the other, also for who writes without the program's own lock.
  PERFORM pg_advisory_xact_lock(hashtext(NEW.limit_id || '|' || NEW.key));
  IF NEW.quantity + (
    SELECT coalesce(sum(quantity), 0) FROM uses
    WHERE limit_id = NEW.limit_id AND key = NEW.key AND policy_id = NEW.policy_id
      AND state IN ('reserved', 'committed') AND CASE NEW.belongs_to
        WHEN 'applicant' THEN applicant_id = NEW.applicant_id OR credit_code = NEW.credit_code
        WHEN 'county' THEN county = NEW.county ELSE TRUE END) > NEW.ceiling THEN
    PERFORM ycdesk_refuse('限额不够：别的办件已经先占用了。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_use_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.case_id, OLD.submission, OLD.policy_id, OLD.limit_id, OLD.belongs_to, OLD.applicant_id,
    OLD.credit_code, OLD.county, OLD.key, OLD.money, OLD.reserved, OLD.ceiling, OLD.at)
    IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.submission, NEW.policy_id, NEW.limit_id, NEW.belongs_to, NEW.applicant_id,
    NEW.credit_code, NEW.county, NEW.key, NEW.money, NEW.reserved, NEW.ceiling, NEW.at) THEN
    PERFORM ycdesk_refuse('限额台账只能改变占用的状态。');
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM cases WHERE id = OLD.case_id AND CASE OLD.state || '>' || NEW.state
      WHEN 'reserved>committed' THEN state = 'supported' AND submissions = OLD.submission
      WHEN 'reserved>released' THEN state NOT IN ('pending', 'supported')
      WHEN 'committed>given_back' THEN state IN ('corrected', 'recovered')
      ELSE FALSE END) THEN
    PERFORM ycdesk_refuse('限额占用的状态只能随办件的状态改变。');
  END IF;
  IF NEW.quantity IS DISTINCT FROM (CASE WHEN NEW.state = 'committed' AND OLD.money
    THEN least(OLD.reserved, (SELECT award_fen FROM cases WHERE id = OLD.case_id)) ELSE OLD.quantity END) THEN
    PERFORM ycdesk_refuse('限额台账的数量不能这样改变。');
  END IF;
  IF NEW.state = 'committed' THEN
    PERFORM pg_advisory_xact_lock(hashtext(OLD.limit_id || '|' || OLD.key));
    IF NEW.quantity + (
      SELECT coalesce(sum(quantity), 0) FROM uses
      WHERE limit_id = OLD.limit_id AND key = OLD.key AND policy_id = OLD.policy_id AND id <> OLD.id
        AND state = 'committed' AND CASE OLD.belongs_to
          WHEN 'applicant' THEN applicant_id = OLD.applicant_id OR credit_code = OLD.credit_code
          WHEN 'county' THEN county = OLD.county ELSE TRUE END) > OLD.ceiling THEN
      PERFORM ycdesk_refuse('限额不够：别的办件已经先占用了。');
    END IF;
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_ruling_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM persons WHERE id = NEW.recorded_by AND role IN ('supervisor', 'administrator') AND active) THEN
    PERFORM ycdesk_refuse('裁定由在岗的审批人或管理员记录。');
  END IF;
  IF trim(NEW.document) = '' OR trim(NEW.signer) = '' THEN
    PERFORM ycdesk_refuse('裁定须写明文号和签发人。');
  END IF;
  IF (NEW.subject = 'amount') IS DISTINCT FROM (NEW.case_id IS NOT NULL)
    OR (NEW.subject = 'amount') IS DISTINCT FROM (NEW.amount_fen IS NOT NULL)
    OR NOT coalesce(CASE NEW.subject
      WHEN 'reading' THEN NEW.reading_id <> '' AND NEW.choice <> '' AND NEW.percent IS NULL
      WHEN 'split' THEN NEW.county <> '' AND NEW.percent BETWEEN 0 AND 100
      WHEN 'rate' THEN NEW.measure <> '' AND NEW.percent BETWEEN 0 AND 100
      WHEN 'amount' THEN NEW.amount_fen >= 0 AND NEW.percent IS NULL END, FALSE) THEN
    PERFORM ycdesk_refuse('裁定的内容与裁定的对象不符。');
  END IF;
  IF NEW.case_id IS NOT NULL THEN
    -- Whoever submits the case at this moment waits until the ruling, and its recorder as an editor, are in.
    PERFORM 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'returned') FOR SHARE;
    IF NOT FOUND THEN
      PERFORM ycdesk_refuse('一事一议的裁定须在办件提交以前记录；已提交的，须先退回。');
    END IF;
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_ruling_on_a_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_editors (case_id, person_id) VALUES (NEW.case_id, NEW.recorded_by) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$
----
CREATE FUNCTION ycdesk_package_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.policy_id, OLD.version, OLD.digest, OLD.content)
    IS DISTINCT FROM (NEW.policy_id, NEW.version, NEW.digest, NEW.content) THEN
    PERFORM ycdesk_refuse('留存的政策包不能改。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_reason_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id)
    AND (OLD.other_case_id IS NULL OR EXISTS (SELECT 1 FROM cases WHERE id = OLD.other_case_id)) THEN
    PERFORM ycdesk_refuse('查重说明不能删除。');
  END IF;
  RETURN OLD;
END $$
----
DROP TRIGGER cases_2_decided ON cases
----
CREATE TRIGGER cases_2_decided BEFORE UPDATE ON cases FOR EACH ROW
  WHEN (OLD.decided_by IS NULL AND NEW.decided_by IS NOT NULL) EXECUTE FUNCTION ycdesk_case_decided()
----
CREATE TRIGGER cases_3_in_ledger BEFORE UPDATE ON cases FOR EACH ROW
  WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION ycdesk_case_in_ledger()
----
CREATE TRIGGER cases_move_their_uses AFTER UPDATE ON cases FOR EACH ROW
  WHEN (NEW.state <> OLD.state AND NEW.state NOT IN ('draft', 'pending')) EXECUTE FUNCTION ycdesk_case_moves_uses()
----
CREATE TRIGGER uses_reserved BEFORE INSERT ON uses FOR EACH ROW EXECUTE FUNCTION ycdesk_use_reserved()
----
CREATE TRIGGER uses_updated BEFORE UPDATE ON uses FOR EACH ROW EXECUTE FUNCTION ycdesk_use_updated()
----
CREATE TRIGGER uses_stay BEFORE DELETE ON uses
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('限额台账不能删除。')
----
CREATE TRIGGER uses_not_emptied BEFORE TRUNCATE ON uses
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('限额台账不能删除。')
----
CREATE TRIGGER rulings_recorded BEFORE INSERT ON rulings FOR EACH ROW EXECUTE FUNCTION ycdesk_ruling_recorded()
----
CREATE TRIGGER rulings_on_a_case AFTER INSERT ON rulings FOR EACH ROW
  WHEN (NEW.case_id IS NOT NULL) EXECUTE FUNCTION ycdesk_ruling_on_a_case()
----
CREATE TRIGGER rulings_unchanged BEFORE UPDATE ON rulings
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('裁定不能改；情况变了的，请另记一份新的裁定。')
----
CREATE TRIGGER rulings_stay BEFORE DELETE ON rulings
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('裁定不能删除；情况变了的，请另记一份新的裁定。')
----
CREATE TRIGGER rulings_not_emptied BEFORE TRUNCATE ON rulings
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('裁定不能删除；情况变了的，请另记一份新的裁定。')
----
CREATE TRIGGER policy_packages_unchanged BEFORE UPDATE ON policy_packages
  FOR EACH ROW EXECUTE FUNCTION ycdesk_package_updated()
----
CREATE TRIGGER policy_packages_stay BEFORE DELETE ON policy_packages
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('留存的政策包不能删除。')
----
CREATE TRIGGER policy_packages_not_emptied BEFORE TRUNCATE ON policy_packages
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('留存的政策包不能删除。')
----
CREATE TRIGGER duplicate_reasons_unchanged BEFORE UPDATE ON duplicate_reasons
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('查重说明不能改。')
----
CREATE TRIGGER duplicate_reasons_stay BEFORE DELETE ON duplicate_reasons
  FOR EACH ROW EXECUTE FUNCTION ycdesk_reason_deleted()
----
CREATE TRIGGER duplicate_reasons_not_emptied BEFORE TRUNCATE ON duplicate_reasons
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('查重说明不能删除。')
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
