package main

func (r *registry) expire() {
	for name, e := range r.entries {
		if e.uses == 0 {
			delete(r.entries, name)
		}
	}
}
