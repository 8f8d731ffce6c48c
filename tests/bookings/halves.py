"""What a killed process may never leave behind."""

from lab.runtime import Workshop


def halves(shop: Workshop) -> list[str]:
    """What should have come together and did not: a seat, its card, its visit, its audit row."""
    with shop.database.read() as read:
        return read.column(
            """
            select 'seat ' || number from seat where card not in (select id from card)
            union all select 'unvisited ' || number from seat anti join visit using (session, card)
            union all select 'visit of ' || card from visit anti join seat using (session, card)
            union all select 'card ' || id from card where id not in (select card from seat)
            union all select 'audit of ' || number from seat
                where number not in (select (detail->>'seat')::integer from audit where verb = 'join-session')
            """
        )
