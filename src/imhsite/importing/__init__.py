"""Other people's directories -> records: mapped, weighed, merged into what stands here."""
