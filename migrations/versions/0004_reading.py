"""reading marks"""

from alembic import op
import sqlalchemy as sa
import models

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('read_mark',
    sa.Column('person_id', sa.String(length=12), nullable=False),
    sa.Column('object', sa.String(length=12), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False, comment='of a thread its highest post; of a page its version'),
    sa.Column('at', models.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_read_mark_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'object', name=op.f('pk_read_mark'))
    )
    with op.batch_alter_table('read_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_read_mark_object'), ['object'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('read_mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_read_mark_object'))

    op.drop_table('read_mark')
