package inserts

type cache struct{ data map[string]int }

func (c *cache) found(other map[string]int, names []string) {
	for k, v := range c.data {
		c.data[k+"x"] = v      // want `NGG003: the loop over c.data can insert into c.data`
		(c).data["total"] += v // want `NGG003`
		if v > 3 {
			c.data[names[0]] = 0 // want `NGG003`
			continue
		}
		for range names {
			c.data["y"] = 1 // want `NGG003`
			break
		}
	}
}

func (c *cache) legal(other map[string]int, names []string, d *cache) {
	for k, v := range c.data {
		c.data[k] = v + 1
		other[k+"x"] = v
		d.data[k+"x"] = v
		delete(c.data, "x")
		_ = func() { c.data["later"] = 1 }
		if v > 7 {
			c.data["found"] = v
			break
		}
		if v > 9 {
			c.data["found"] = v
			return
		}
	}
	for _, name := range names {
		c.data[name] = 1
	}
}
