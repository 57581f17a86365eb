"""The exports of telephone and ticket systems."""

from __future__ import annotations

from history_files import PARIS, fault, lines, save

from wfm.io.read import read_history


def test_genesys_historical_import_file_adds_up_skills_and_languages(tmp_path):
    text = lines(
        "2026-02-26T00:00:00Z,Sales,Voice,a|||b,Spanish,16,6,1800",
        "2026-02-26T00:00:00Z,Sales,Voice,a,French,4,4,1200",
        "2026-02-26T00:15:00Z,Sales,Chat,,,14,7,700",
        "2026-02-26T00:30:00Z,Sales,Voice,,,1,1,100",
        header="Interval Start UTC Date,Queue,Media Type,Skill Set,Language,Offered,Interactions Handled,"
        "Total Handle Time (Seconds)",
    )
    history = read_history(save(tmp_path, text), zone="Europe/Madrid")
    assert history.queues == ("Sales/chat", "Sales/voice")
    first = history.frame[history.frame["queue"] == "Sales/voice"].iloc[0]
    assert (first["offered"], first["handled"], first["aht_seconds"]) == (20, 10, 300)
    assert any("genesys-cloud" in note for note in history.notes)
    assert any("added" in note for note in history.notes)


def test_genesys_performance_export_counts_milliseconds(tmp_path):
    text = lines(
        "11/16/26 8:00 AM,11/16/26 8:15 AM,TRUE,,voice,x-1,Sales,12,11,1,315000",
        "11/16/26 8:15 AM,11/16/26 8:30 AM,TRUE,,voice,x-1,Sales,10,10,0,0:05:30",
        header="Interval Start,Interval End,Interval Complete,Filters,Media Type,Queue Id,Queue Name,Offer,Answer,"
        "Abandon,Avg Handle",
    )
    history = read_history(save(tmp_path, text), zone=PARIS)
    assert history.queues == ("Sales/voice",)
    assert history.frame["aht_seconds"].tolist() == [315, 330]
    assert history.frame["handled"].tolist() == [11, 10]


def test_amazon_connect_import_file_and_metrics_report(tmp_path):
    imported = lines(
        "Sales,q-1,VOICE,2026-11-16T08:00:00Z,15mins,12,300.5,11",
        "Sales,q-1,CHAT,2026-11-16T08:15:00Z,15mins,2,400,2",
        "Sales,q-1,VOICE,2026-11-16T08:15:00Z,15mins,2,400,2",
        header="QueueName,QueueId,ChannelType,TimeStamp,IntervalDuration,IncomingContactVolume,AverageHandleTime,"
        "ContactsHandled",
    )
    history = read_history(save(tmp_path, imported), zone=PARIS)
    assert history.queues == ("Sales/chat", "Sales/voice")
    report = lines(
        "Sales,2026-11-16T08:00:00Z,2026-11-16T08:30:00Z,12,11,1,00:05:00",
        "Sales,2026-11-16T08:30:00Z,2026-11-16T09:00:00Z,12,11,1,00:04:00",
        header="Queue,StartInterval,EndInterval,Contacts queued,Contacts handled,Contacts abandoned,"
        "Average handle time",
    )
    history = read_history(save(tmp_path, report), zone=PARIS)
    assert history.queues == ("Sales",)
    assert history.frame["aht_seconds"].tolist() == [300, 240]


CALABRIO = (
    "15;20261116;08:00;7;Sales;10;2;1;1;10;120;30;2700;300;60;30;4;9;0;0;1",
    "15;20261116;08:15;7;Sales;0;0;0;2;0;0;0;0;0;0;0;0;0;0;0;0",
)


def test_calabrio_file_without_header_needs_the_preset(tmp_path):
    path = save(tmp_path, "\n".join(CALABRIO))
    history = read_history(path, zone="Europe/Stockholm", preset="calabrio")
    assert history.queues == ("Sales",)
    assert history.frame["offered"].tolist() == [11, 0]
    assert history.frame["aht_seconds"].iloc[0] == 300
    assert any("more overflow out" in note for note in history.notes)
    assert fault(path).row == 1
    bad = save(tmp_path, "\n".join([CALABRIO[0], CALABRIO[1].replace(";Sales;0", ";Sales;x")]))
    assert fault(bad, preset="calabrio").row == 2


def test_zendesk_hours_without_tickets_are_zero(tmp_path):
    text = lines(
        "2026-11-16,8,Support,Email,3",
        "2026-11-16,9,Support,Web form,1",
        "2026-11-16,9,Support,Email,4",
        "2026-11-16,12,Support,Email,2",
        header="Ticket created - Date,Ticket created - Hour,Ticket group,Ticket channel,Tickets",
    )
    history = read_history(save(tmp_path, text), zone=PARIS)
    assert history.queues == ("Support/email",)
    assert history.interval_minutes == 60
    assert history.frame["offered"].tolist() == [3, 5, 0, 0, 2]
    assert any("zero contacts" in note for note in history.notes)
