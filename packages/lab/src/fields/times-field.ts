import { z } from 'zod'
import { durationField } from './duration-field.ts'

export const timesField = z
  .strictObject({
    expires: durationField('1m', '30d').describe('from the start until it ends').optional(),
    overtime: durationField('1m', '7d').describe('what one extension gives').optional(),
    deadline: durationField('1m', '60d')
      .describe('from the start until it ends in any case; twice `expires`')
      .optional(),
    idle: durationField('1m', '7d')
      .describe('until it is frozen, without a key, work or a page in sight')
      .optional(),
    orphaned: durationField('1m', '30d').describe('until it is stopped, with no page open').optional(),
    overdue: durationField('1m', '30d').describe('until it is stopped, once frozen').optional(),
    archive: durationField('1m', '52w')
      .describe('until its containers go, once stopped; its files stay')
      .optional(),
    delete: durationField('1h', '104w').describe('until its files go, once archived').optional(),
  })
  .describe('how long it lives')
