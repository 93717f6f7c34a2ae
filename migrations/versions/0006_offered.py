"""offered, pointed"""

from alembic import op
import sqlalchemy as sa
import models

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('offered',
    sa.Column('person_id', sa.String(length=12), nullable=False),
    sa.Column('object', sa.String(length=12), nullable=False),
    sa.Column('at', models.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('told_at', models.base.UtcDateTime(timezone=True), nullable=True, comment="when they said whether it worked, or 'Not now'"),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_offered_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'object', name=op.f('pk_offered'))
    )
    with op.batch_alter_table('offered', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offered_object'), ['object'], unique=False)

    op.create_table('pointed',
    sa.Column('thread_id', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.String(length=12), nullable=False),
    sa.Column('at', models.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pointed_person_id_person')),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], name=op.f('fk_pointed_thread_id_thread')),
    sa.PrimaryKeyConstraint('thread_id', 'person_id', name=op.f('pk_pointed'))
    )
    with op.batch_alter_table('pointed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pointed_person_id'), ['person_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('pointed', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pointed_person_id'))

    op.drop_table('pointed')
    with op.batch_alter_table('offered', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offered_object'))

    op.drop_table('offered')
