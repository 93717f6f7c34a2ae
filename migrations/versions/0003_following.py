"""following"""

from alembic import op
import sqlalchemy as sa
import models

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('following',
    sa.Column('person_id', sa.String(length=12), nullable=False),
    sa.Column('object', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False, comment='person | topic | community | thread | page | system | task'),
    sa.Column('strength', sa.String(length=30), nullable=False, comment='little | normal | everything | mute'),
    sa.Column('at', models.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_following_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'object', name=op.f('pk_following'))
    )
    with op.batch_alter_table('following', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_following_object'), ['object'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('following', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_following_object'))

    op.drop_table('following')
