import { CourseSettings } from '../../../../../components/courses/settings/course-settings.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('settings')

export default function CourseSettingsPage() {
  return <CourseSettings />
}
