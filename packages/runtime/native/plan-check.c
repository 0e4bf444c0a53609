/* Whether a plan is what the table of operations says, to its last byte. */
#include "plan-check.h"

#include <string.h>

#include "container.h"
#include "layouts.h"
#include "operations.h"

static void skip_text(struct reader *fields)
{
	const uint8_t *start = fields->at;
	const char *text = read_text(fields);

	/* a NUL within would make another text of it; four bytes of length, one at the end */
	if (!fields->bad && strlen(text) != (size_t)(fields->at - start) - 5)
		fields->bad = true;
}

static void skip_texts(struct reader *fields)
{
	uint32_t count = read_u32(fields);

	if (count >= MAX_TEXTS / 2 - 1)
		fields->bad = true;
	for (uint32_t i = 0; i < count && !fields->bad; i++)
		skip_text(fields);
}

static void skip_field(struct reader *fields, char kind)
{
	uint32_t length;

	switch (kind) {
	case '4':
		read_u32(fields);
		break;
	case '8':
		read_u64(fields);
		break;
	case 't':
		skip_text(fields);
		break;
	case 'l':
		skip_texts(fields);
		break;
	default:
		read_bytes(fields, &length);
	}
}

/* a full stop: the operation returns only when it fails, and so it is the last one */
static bool step_is_sound(struct step *step, bool is_last)
{
	const char *layout = NULL;

	if (step->code < sizeof(LAYOUTS) / sizeof(LAYOUTS[0]))
		layout = LAYOUTS[step->code];
	for (; layout && *layout && *layout != '.'; layout++)
		skip_field(&step->fields, *layout);
	return layout && (*layout == '.') == is_last && !step->fields.bad && step->fields.at == step->fields.end;
}

bool plan_is_sound(struct reader plan)
{
	struct step step = { 0 };
	unsigned int clones = 0;

	while (next_step(&plan, &step)) {
		if (!step_is_sound(&step, plan.at == plan.end))
			return false;
		clones += step.code == OP_CLONE;
	}
	return !plan.bad && clones == 1;
}
