"""What Alembic runs for ``store.migrate``, within the connection and transaction it brings."""

from alembic import context

from bot.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # Alembic believes that SQLite cannot; with our own BEGIN it can.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
