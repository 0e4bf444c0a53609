/** The query of sockets to `/sandbox`: by it the door takes them to the process of lessons. */
export const TO_LESSONS = { lessons: '1' } as const
