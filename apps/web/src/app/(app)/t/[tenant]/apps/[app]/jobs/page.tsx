import { Jobs } from '../../../../../../../components/app/jobs/jobs.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('jobs')

export default Jobs
