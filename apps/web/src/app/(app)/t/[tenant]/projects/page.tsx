import { Projects } from '../../../../../components/projects/projects.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('projects')

export default Projects
